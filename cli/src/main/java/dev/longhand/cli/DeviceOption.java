package dev.longhand.cli;

import dev.longhand.engine.EngineOptions.Device;
import picocli.CommandLine.Option;

/** Where networks run. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "Where the engine computes: cpu or gpu; it refuses what it does not have. Default:"
              + " ${DEFAULT-VALUE}.")
  Device device = Device.CPU;
}
