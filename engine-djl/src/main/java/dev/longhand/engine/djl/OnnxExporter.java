package dev.longhand.engine.djl;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.longhand.engine.NetworkExporter;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes networks as ONNX files: the input {@code image}, the output {@code logits}, and the notes
 * as the file's metadata.
 */
public final class OnnxExporter implements NetworkExporter {

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public byte[] export(NetworkSpec network, Weights weights, Map<String, String> notes) {
    ModelProto.Builder model = OnnxGraph.of(network, weights);
    new TreeMap<>(notes)
        .forEach(
            (name, note) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(name).setValue(note)));
    return model.build().toByteArray();
  }
}
