// Package sandbox starts a procedure-sandbox in a container for a test in Go: go get
// github.com/testcontainers/testcontainers-go, and SANDBOX_IMAGE as you have built it.
package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const port = "12429/tcp"

// Start serves the folder of fixtures, or the built-in patients where it is empty; it returns the root address.
func Start(ctx context.Context, fixtures string) (testcontainers.Container, string, error) {
	image := os.Getenv("SANDBOX_IMAGE")
	if image == "" {
		image = "procedure-sandbox"
	}
	request := testcontainers.ContainerRequest{
		Image:        image,
		ExposedPorts: []string{port},
		WaitingFor:   wait.ForHTTP("/_sandbox/health?ready").WithPort(port),
	}
	if fixtures != "" {
		request.Env = map[string]string{"SANDBOX_FIXTURES": "/" + filepath.Base(fixtures)}
		request.Files = []testcontainers.ContainerFile{{HostFilePath: fixtures, ContainerFilePath: "/", FileMode: 0o444}}
	}
	container, err := testcontainers.GenericContainer(ctx, testcontainers.GenericContainerRequest{
		ContainerRequest: request, Started: true,
	})
	if err != nil {
		return nil, "", err
	}
	address, err := container.Endpoint(ctx, "http")
	if err != nil {
		return container, "", fmt.Errorf("no address: %w", err)
	}
	return container, address, nil
}
