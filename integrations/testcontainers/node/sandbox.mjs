// A sandbox in a container for a test in Node: `npm install testcontainers`, and SANDBOX_IMAGE as you have built it.
import { GenericContainer, Wait } from "testcontainers";

export async function startSandbox(fixtures) {
  let container = new GenericContainer(process.env.SANDBOX_IMAGE ?? "procedure-sandbox")
    .withExposedPorts(12429)
    .withWaitStrategy(Wait.forHttp("/_sandbox/health?ready", 12429));
  if (fixtures) {
    container = container
      .withBindMounts([{ source: fixtures, target: "/fixtures", mode: "ro" }])
      .withEnvironment({ SANDBOX_FIXTURES: "/fixtures" });
  }
  const started = await container.start();
  return { url: `http://${started.getHost()}:${started.getMappedPort(12429)}`, stop: () => started.stop() };
}
