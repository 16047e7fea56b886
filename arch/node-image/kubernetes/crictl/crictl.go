// Package crictl answers the questions about containers and images that people and tools ask of a node.
// It is a part of the well-known tool of that name, with its commands' names and output, written on Kubernetes' own client.
package crictl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
	remote "k8s.io/cri-client/pkg"
)

const endpoint = "unix:///run/containerd/containerd.sock"

// Run is the program.
func Run() error {
	root := &cobra.Command{Use: "crictl", Short: "Shows a node's pods, containers and images", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(
		&cobra.Command{Use: "images", Aliases: []string{"image", "img"}, Short: "List images", RunE: withArgs(images)},
		&cobra.Command{Use: "inspecti IMAGE...", Short: "Show an image's status as JSON", Args: cobra.MinimumNArgs(1), RunE: withArgs(inspectImages)},
		&cobra.Command{Use: "rmi IMAGE...", Short: "Remove images", Args: cobra.MinimumNArgs(1), RunE: withArgs(removeImages)},
		&cobra.Command{Use: "pull IMAGE...", Short: "Pull images", Args: cobra.MinimumNArgs(1), RunE: withArgs(pullImages)},
		&cobra.Command{Use: "pods", Short: "List pods", RunE: withArgs(pods)},
		containersCommand(),
		&cobra.Command{Use: "info", Short: "Show the runtime's status as JSON", RunE: withArgs(info)},
	)
	return root.Execute()
}

func withArgs(run func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error { return run(context.Background(), args) }
}

func images(ctx context.Context, _ []string) error {
	service, err := remote.NewRemoteImageService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	list, err := service.ListImages(ctx, nil)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, image := range list {
		for _, reference := range image.RepoTags {
			colon := strings.LastIndex(reference, ":")
			rows = append(rows, []string{reference[:colon], reference[colon+1:], short(image.Id), megabytes(image.Size)})
		}
		if len(image.RepoTags) == 0 {
			rows = append(rows, []string{"<none>", "<none>", short(image.Id), megabytes(image.Size)})
		}
	}
	return table("IMAGE\tTAG\tIMAGE ID\tSIZE", rows)
}

func inspectImages(ctx context.Context, references []string) error {
	service, err := remote.NewRemoteImageService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	for _, reference := range references {
		answer, err := service.ImageStatus(ctx, &cri.ImageSpec{Image: reference}, true)
		if err != nil {
			return err
		}
		if answer.Image == nil {
			return fmt.Errorf("no such image %q present", reference)
		}
		if err := printStatus(answer.Image, answer.Info); err != nil {
			return err
		}
	}
	return nil
}

func removeImages(ctx context.Context, references []string) error {
	service, err := remote.NewRemoteImageService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	for _, reference := range references {
		err = errors.Join(err, service.RemoveImage(ctx, &cri.ImageSpec{Image: reference}))
	}
	return err
}

func pullImages(ctx context.Context, references []string) error {
	service, err := remote.NewRemoteImageService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	for _, reference := range references {
		if _, err := service.PullImage(ctx, &cri.ImageSpec{Image: reference}, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

func pods(ctx context.Context, _ []string) error {
	service, err := remote.NewRemoteRuntimeService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	list, err := service.ListPodSandbox(ctx, nil)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, pod := range list {
		state := strings.TrimPrefix(pod.State.String(), "SANDBOX_")
		rows = append(rows, []string{short(pod.Id), age(pod.CreatedAt), title(state), pod.Metadata.Name, pod.Metadata.Namespace})
	}
	return table("POD ID\tCREATED\tSTATE\tNAME\tNAMESPACE", rows)
}

func containersCommand() *cobra.Command {
	command := &cobra.Command{Use: "ps", Short: "List containers"}
	all := command.Flags().BoolP("all", "a", false, "also those that are not running")
	quiet := command.Flags().BoolP("quiet", "q", false, "only identifiers")
	command.RunE = withArgs(func(ctx context.Context, _ []string) error { return containers(ctx, *all, *quiet) })
	return command
}

func containers(ctx context.Context, all, quiet bool) error {
	service, err := remote.NewRemoteRuntimeService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	filter := &cri.ContainerFilter{State: &cri.ContainerStateValue{State: cri.ContainerState_CONTAINER_RUNNING}}
	if all {
		filter = nil
	}
	list, err := service.ListContainers(ctx, filter)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, container := range list {
		if quiet {
			fmt.Println(container.Id)
			continue
		}
		state := strings.TrimPrefix(container.State.String(), "CONTAINER_")
		rows = append(rows, []string{
			short(container.Id), short(container.ImageRef), age(container.CreatedAt), title(state),
			container.Metadata.Name, fmt.Sprint(container.Metadata.Attempt), short(container.PodSandboxId),
			container.Labels["io.kubernetes.pod.name"], container.Labels["io.kubernetes.pod.namespace"],
		})
	}
	if quiet {
		return nil
	}
	return table("CONTAINER\tIMAGE\tCREATED\tSTATE\tNAME\tATTEMPT\tPOD ID\tPOD\tNAMESPACE", rows)
}

func info(ctx context.Context, _ []string) error {
	service, err := remote.NewRemoteRuntimeService(endpoint, time.Minute, nil, nil)
	if err != nil {
		return err
	}
	status, err := service.Status(ctx, true)
	if err != nil {
		return err
	}
	return printStatus(status.Status, status.Info)
}

// printStatus prints the runtime's answer with the names that it has in JSON. The values of info are JSON in strings.
func printStatus(status proto.Message, info map[string]string) error {
	content, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(status)
	if err != nil {
		return err
	}
	values := map[string]any{}
	for name, value := range info {
		if values[name] = value; json.Valid([]byte(value)) {
			values[name] = json.RawMessage(value)
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{"status": json.RawMessage(content), "info": values})
}

func table(header string, rows [][]string) error {
	writer := tabwriter.NewWriter(os.Stdout, 20, 1, 3, ' ', 0)
	fmt.Fprintln(writer, header)
	for _, row := range rows {
		fmt.Fprintln(writer, strings.Join(row, "\t"))
	}
	return writer.Flush()
}

func short(id string) string {
	id = strings.TrimPrefix(id, "sha256:")
	return id[:min(13, len(id))]
}

func age(nanoseconds int64) string {
	return time.Since(time.Unix(0, nanoseconds)).Truncate(time.Second).String() + " ago"
}

func title(state string) string {
	return state[:1] + strings.ToLower(state[1:])
}

func megabytes(bytes uint64) string {
	return fmt.Sprintf("%.3gMB", float64(bytes)/1e6)
}
