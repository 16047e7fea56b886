/** What is better on purpose, as it stands in the document. */
export const onPurpose = `## Better on purpose

| | Upstream's kind | kind-ts |
| --- | --- | --- |
| \`--wait\` | waits for the control-plane nodes, and succeeds when the time is over | waits for every node, DNS and storage, and fails when the time is over, saying what was missing |
| \`delete clusters\` | exits with 0 when one cannot be deleted | deletes the others and exits with 1 |
| the kubeconfig's lock | fails at once when another program holds it | tries again for 10 s, wherever a kubeconfig is written, and takes away the lock of a kind that was killed |
| \`load\` | takes images of the cluster's engine, and fails for a multi-platform image that was pulled for one platform | takes them from any engine of the host and from archives of every kind, reads each once for all nodes, takes the nodes' platform alone: [images](images.md) |
| a node that does not boot | says that a line was not found in its log | says what is wrong, with the end of the log; \`kind doctor\` knows the usual causes |
| \`export logs\` | fails when a node is stopped, and has less of it | has what can be had, and lists what cannot in \`errors.txt\` |
| a failed create | leaves no logs behind | keeps what \`export logs\` would have written, and says where |
| an interrupt | leaves a half-made cluster | undoes what was begun |
| a wrong config | tells the first problem | tells all problems with file, line and column, before anything is made |
| output for programs | names and kubeconfigs | also \`-o json\`, \`yaml\` and \`table\` on every \`get\`, and \`--output json\` for events |
| work on configs | none | \`config validate\`, \`view\`, \`convert\`, and JSON Schemas for editors: [config](config.md) |
| an audit log, private certificates, registry credentials, limits of nodes | are mounts, patches and commands in the nodes | are [one setting each](settings.md) |
| a patch without a kind, or whose kind is misspelt | is ignored | is refused with its line |
| an unknown \`KIND_EXPERIMENTAL_PROVIDER\` | warns, and takes another engine | is an error that names the known ones |

## Different, and worth knowing

- \`kind version\` prints \`kind v<version> node<version> <os>/<arch>\`: as many words as upstream, with Node.js in Go's place. The
  version is kind-ts' own, so a script that asks for at least upstream's 0.20 has to be told.
- The engines are Docker and Podman: \`KIND_EXPERIMENTAL_PROVIDER=nerdctl\` is refused.
- \`delete cluster\` and \`delete clusters\` print the same \`Deleted nodes: […]\` and \`Deleted clusters: […]\` to standard error; the greeting at the
  end of \`create\` is left out.
- \`build node-image\` without a source builds the default release, and not what the current folder holds. Its image is found by
  \`create\` without \`--image\`.
- \`export logs\` has JSON in \`docker-info.txt\` and \`podman-info.txt\`, as the engine's API gives it. Passwords in proxies' URLs are left out.
- kubeadm's and containerd's configurations are upstream's, but for \`kube-api-qps\` and \`kube-api-burst\` of the controller
  manager: at its default of 20 requests a second no pod is made for 5 s. A test compares what both tools write
  for every config of a corpus ([decision 0010](decisions/0010-equivalence-with-upstream.md)).
- CoreDNS is asked every second whether it is ready (\`readinessProbe.periodSeconds\`), and not every 10 s.
- The list of steps that \`create\` prints to standard error is another one. Nothing but results goes to standard output.
`;
