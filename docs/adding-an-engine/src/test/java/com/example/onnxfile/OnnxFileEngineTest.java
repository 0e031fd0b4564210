package com.example.onnxfile;

import dev.longhand.engine.EngineContract;
import dev.longhand.engine.EngineProvider;

class OnnxFileEngineTest extends EngineContract {
  @Override
  protected EngineProvider provider() {
    return new OnnxFileProvider();
  }
}
