/**
 * Engines through the Deep Java Library (DJL).
 *
 * <p>{@link dev.longhand.engine.djl.DjlPytorchProvider} is PyTorch, which trains and infers.
 * Networks are run operator by operator on DJL's arrays; DJL's own blocks, trainer and model zoo
 * are not used, as a network here is data with weights in a neutral layout.
 */
@NullMarked
package dev.longhand.engine.djl;

import org.jspecify.annotations.NullMarked;
