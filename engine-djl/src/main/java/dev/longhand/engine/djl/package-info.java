/**
 * PyTorch through the Deep Java Library (DJL), and ONNX Runtime.
 *
 * <p>{@link dev.longhand.engine.djl.DjlPytorchProvider} trains and infers. Networks are run
 * operator by operator on DJL's arrays; DJL's own blocks, trainer and model zoo are not used, as a
 * network here is data with weights in a neutral layout.
 *
 * <p>{@link dev.longhand.engine.djl.DjlOnnxRuntimeProvider} infers only, and fastest. It writes the
 * network as an ONNX graph and hands that to ONNX Runtime. {@link
 * dev.longhand.engine.djl.OnnxExporter} gives the same graph to everybody else.
 */
@NullMarked
package dev.longhand.engine.djl;

import org.jspecify.annotations.NullMarked;
