// One executable for everything Kubernetes that runs in a node: it acts as the program it is called as.
// Sharing one file keeps the node image small and lets all the processes share their pages.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubeadm "k8s.io/kubernetes/cmd/kubeadm/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"

	"go.etcd.io/etcd/etcdctl/v3/ctlv3"
	"go.etcd.io/etcd/server/v3/etcdmain"

	"kind-ts/node-image/coredns"
	"kind-ts/node-image/crictl"
	"kind-ts/node-image/noderoutes"
)

var programs = map[string]func(){
	"kubelet":                 func() { runCobra(kubelet.NewKubeletCommand(context.Background())) },
	"kubeadm":                 func() { exitOnError(kubeadm.Run()) },
	"kubectl":                 runKubectl,
	"kube-apiserver":          func() { runCobra(apiserver.NewAPIServerCommand()) },
	"kube-controller-manager": func() { runCobra(controllermanager.NewControllerManagerCommand()) },
	"kube-scheduler":          func() { runCobra(scheduler.NewSchedulerCommand()) },
	"kube-proxy":              func() { runCobra(proxy.NewProxyCommand()) },
	"etcd":                    func() { etcdmain.Main(os.Args) },
	"etcdctl":                 func() { exitOnError(ctlv3.Start()) },
	"coredns":                 coredns.Run,
	"crictl":                  func() { exitOnError(crictl.Run()) },
	"node-routes":             func() { exitOnError(noderoutes.Run()) },
}

func main() {
	name := filepath.Base(os.Args[0])
	// A static pod's manifest may name the program as its first argument.
	if _, known := programs[name]; !known && len(os.Args) > 1 {
		name, os.Args = os.Args[1], os.Args[1:]
	}
	run, known := programs[name]
	if !known {
		names := make([]string, 0, len(programs))
		for program := range programs {
			names = append(names, program)
		}
		slices.Sort(names)
		fmt.Fprintf(os.Stderr, "no program named %q here; call it as one of %s\n", name, strings.Join(names, ", "))
		os.Exit(2)
	}
	spareMemory()
	run()
}

// spareMemory makes the collector run more often than it would by itself, for a node's programs share one machine with those
// of other nodes, and more often still when they have started: until then it costs time that somebody waits for.
// GOGC has the last word, as in any Go program.
func spareMemory() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(50)
	time.AfterFunc(startUp, func() {
		debug.SetGCPercent(25)
		debug.FreeOSMemory()
	})
}

// How long the programs of a node need at most until the cluster is at rest.
const startUp = 45 * time.Second

func runKubectl() {
	if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}

func runCobra(command *cobra.Command) { os.Exit(cli.Run(command)) }

func exitOnError(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
