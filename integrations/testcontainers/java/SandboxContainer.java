// A sandbox in a container for a test in Java: org.testcontainers:testcontainers, and SANDBOX_IMAGE as you have built it.

import java.nio.file.Path;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

public class SandboxContainer extends GenericContainer<SandboxContainer> {
  static final int PORT = 12429;

  public SandboxContainer() {
    super(DockerImageName.parse(System.getenv().getOrDefault("SANDBOX_IMAGE", "procedure-sandbox")));
    withExposedPorts(PORT);
    waitingFor(Wait.forHttp("/_sandbox/health?ready").forPort(PORT));
  }

  public SandboxContainer withFixtures(Path folder) {
    return withFileSystemBind(folder.toString(), "/fixtures", BindMode.READ_ONLY).withEnv("SANDBOX_FIXTURES", "/fixtures");
  }

  public String url() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }
}
