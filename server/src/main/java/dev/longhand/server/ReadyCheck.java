package dev.longhand.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as soon as every model has read something. */
@Readiness
@ApplicationScoped
final class ReadyCheck implements HealthCheck {

  private final Serving serving;

  ReadyCheck(Serving serving) {
    this.serving = serving;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("models").status(serving.isWarm()).build();
  }
}
