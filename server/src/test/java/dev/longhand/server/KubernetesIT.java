package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifests that every build writes. */
class KubernetesIT {
  private static final List<JsonNode> MANIFESTS = new ArrayList<>();

  @BeforeAll
  static void parse() throws IOException {
    var yaml = new ObjectMapper(new YAMLFactory());
    try (var documents =
        yaml.readerFor(JsonNode.class)
            .<JsonNode>readValues(new File("target/kubernetes/kubernetes.yml"))) {
      documents.forEachRemaining(MANIFESTS::add);
    }
  }

  private static JsonNode manifest(String kind) {
    return MANIFESTS.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode pod() {
    return manifest("Deployment").at("/spec/template/spec");
  }

  private static JsonNode container() {
    assertThat(pod().path("containers")).hasSize(1);
    return pod().at("/containers/0");
  }

  @Test
  void theServiceFindsThePodsOfEveryRelease() {
    JsonNode selector = manifest("Service").at("/spec/selector");
    JsonNode labels = manifest("Deployment").at("/spec/template/metadata/labels");
    assertThat(selector).isNotEmpty();
    selector
        .properties()
        .forEach(each -> assertThat(labels.get(each.getKey())).isEqualTo(each.getValue()));
    assertThat(selector.has("app.kubernetes.io/version")).isFalse();
    assertThat(manifest("Deployment").at("/spec/selector/matchLabels")).isEqualTo(selector);
  }

  @Test
  void thePortThatTheServiceMeansIsTheContainersPort() {
    assertThat(manifest("Service").at("/spec/ports/0/targetPort").asInt())
        .isEqualTo(container().at("/ports/0/containerPort").asInt())
        .isEqualTo(8080);
  }

  @Test
  void itIsAskedWhetherItHasStartedLivesAndIsReady() {
    assertThat(container().at("/startupProbe/httpGet/path").asText())
        .isEqualTo("/q/health/started");
    assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
    assertThat(container().at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/q/health/ready");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container().at("/" + probe + "/httpGet/port").asInt()).isEqualTo(8080);
    }
  }

  @Test
  void processorAndMemoryAreRequestedAndLimited() {
    for (String kind : List.of("requests", "limits")) {
      for (String resource : List.of("cpu", "memory")) {
        assertThat(container().at("/resources/" + kind + "/" + resource).asText())
            .as(kind + " of " + resource)
            .matches("[1-9][0-9]*(m|Mi|Gi)?");
      }
    }
  }

  @Test
  void itRunsAsNobodyInParticularAndMayDoNothingElse() {
    assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod().at("/securityContext/runAsUser").asInt()).isPositive();
    JsonNode may = container().path("securityContext");
    assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(may.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(may.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(may.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
  }

  @Test
  void onlyTemporaryFilesCanBeWritten() {
    assertThat(container().path("volumeMounts")).hasSize(1);
    assertThat(container().at("/volumeMounts/0/mountPath").asText()).isEqualTo("/tmp");
    assertThat(pod().path("volumes")).hasSize(1);
    assertThat(pod().at("/volumes/0").has("emptyDir")).isTrue();
    assertThat(pod().at("/volumes/0/name")).isEqualTo(container().at("/volumeMounts/0/name"));
  }
}
