// Package noderoutes connects the pods of a cluster whose nodes share one network segment.
// It is the CNI that the node image carries as a manifest, for tools that install that manifest:
// a conflist for this node's pod range, a route to every other node's, and masquerading for what leaves the cluster.
package noderoutes

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/vishvananda/netlink"
	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	utilnet "k8s.io/utils/net"
)

const conflist = "/etc/cni/net.d/10-node-routes.conflist"

// Run keeps this node's routes equal to the cluster's nodes until it is told to stop.
// NODE_NAME is this node, POD_SUBNET the cluster's pod ranges (comma separated), CONTROL_PLANE_ENDPOINT (if given) the
// host and port at which the API server answers before there are services.
func Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	config, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	if endpoint := os.Getenv("CONTROL_PLANE_ENDPOINT"); endpoint != "" {
		config.Host = "https://" + endpoint // Saves waiting for kube-proxy to make the service's address work.
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	self := os.Getenv("NODE_NAME")
	if err := masquerade(strings.Split(os.Getenv("POD_SUBNET"), ",")); err != nil {
		return err
	}
	changed := make(chan struct{}, 1)
	notify := func(any) {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	factory := informers.NewSharedInformerFactory(client, time.Minute)
	nodes := factory.Core().V1().Nodes()
	if _, err := nodes.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: notify, DeleteFunc: notify, UpdateFunc: func(_, node any) { notify(node) },
	}); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	cache.WaitForCacheSync(ctx.Done(), nodes.Informer().HasSynced)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
			for _, object := range nodes.Informer().GetStore().List() {
				node := object.(*v1.Node)
				if node.Name == self {
					err = writeConflist(node.Spec.PodCIDRs)
				} else {
					err = route(node)
				}
				if err != nil {
					fmt.Fprintf(os.Stderr, "node %s: %v\n", node.Name, err)
					time.AfterFunc(time.Second, func() { notify(nil) })
				}
			}
		}
	}
}

func writeConflist(podCIDRs []string) error {
	if len(podCIDRs) == 0 {
		return nil // The controller manager has not given this node its range yet.
	}
	type object = map[string]any
	var ranges [][]object
	var routes []object
	for _, cidr := range podCIDRs {
		ranges = append(ranges, []object{{"subnet": cidr}})
		if utilnet.IsIPv6CIDRString(cidr) {
			routes = append(routes, object{"dst": "::/0"})
		} else {
			routes = append(routes, object{"dst": "0.0.0.0/0"})
		}
	}
	content, err := json.MarshalIndent(object{
		"cniVersion": "0.4.0",
		"name":       "node-routes",
		"plugins": []object{
			{"type": "ptp", "ipMasq": false, "ipam": object{
				"type": "host-local", "dataDir": "/run/cni-ipam-state", "routes": routes, "ranges": ranges,
			}},
			{"type": "portmap", "capabilities": object{"portMappings": true}},
		},
	}, "", "  ")
	if err != nil {
		return err
	}
	if current, err := os.ReadFile(conflist); err == nil && string(current) == string(content) {
		return nil
	}
	// The kubelet must never read half a file.
	temporary := filepath.Join(filepath.Dir(conflist), ".node-routes.tmp")
	if err := os.WriteFile(temporary, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, conflist)
}

func route(node *v1.Node) error {
	for _, cidr := range node.Spec.PodCIDRs {
		_, destination, err := net.ParseCIDR(cidr)
		if err != nil {
			return err
		}
		for _, address := range node.Status.Addresses {
			gateway := net.ParseIP(address.Address)
			if address.Type != v1.NodeInternalIP || utilnet.IsIPv6(gateway) != utilnet.IsIPv6CIDR(destination) {
				continue
			}
			if err := netlink.RouteReplace(&netlink.Route{Dst: destination, Gw: gateway}); err != nil {
				return fmt.Errorf("route to %s via %s: %w", destination, gateway, err)
			}
		}
	}
	return nil
}

// masquerade gives what pods send out of the cluster the node's address.
func masquerade(podSubnets []string) error {
	var rules strings.Builder
	for family, keyword := range map[bool]string{false: "ip", true: "ip6"} {
		var subnets []string
		for _, subnet := range podSubnets {
			if subnet != "" && utilnet.IsIPv6CIDRString(subnet) == family {
				subnets = append(subnets, subnet)
			}
		}
		if len(subnets) > 0 {
			set := "{ " + strings.Join(subnets, ", ") + " }"
			fmt.Fprintf(&rules, "%s saddr %s %s daddr != %s masquerade\n", keyword, set, keyword, set)
		}
	}
	nft := exec.Command("nft", "-f", "-")
	nft.Stdin = strings.NewReader("table inet node-routes\ndelete table inet node-routes\n" +
		"table inet node-routes {\nchain postrouting {\ntype nat hook postrouting priority srcnat;\n" + rules.String() + "}\n}\n")
	if output, err := nft.CombinedOutput(); err != nil {
		return fmt.Errorf("nft: %w: %s", err, output)
	}
	return nil
}
