import type { Command, Option } from 'commander';

const introduction = `# The commands

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage or config,
130 interrupted. An interrupt (Ctrl-C) undoes what was begun; a second one ends the command at once. \`kind create\` and
\`kind delete\` alone mean \`cluster\`, so \`kind create --name dev\` works too.

These environment variables matter:

| Variable | Meaning |
| --- | --- |
| \`KIND_PROVIDER\`, \`KIND_EXPERIMENTAL_PROVIDER\` | The engine, unless \`--provider\` names one; the first one wins. |
| \`KIND_CLUSTER_NAME\` | The cluster, unless \`--name\` names one. |
| \`KIND_EXPERIMENTAL_DOCKER_NETWORK\`, \`KIND_EXPERIMENTAL_PODMAN_NETWORK\` | The engine's network that the nodes join; \`kind\` unless set. |
| \`KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER\` | containerd's snapshotter in the nodes; \`overlayfs\` unless set. |
| \`KUBECONFIG\` | The kubeconfig files, as kubectl reads them. |
| \`DOCKER_HOST\`, \`DOCKER_CONTEXT\` | Where Docker answers, as its own command reads them. |
| \`CONTAINER_HOST\` | Where Podman's service answers; without it, one is started where none runs. |
| \`HTTP_PROXY\`, \`HTTPS_PROXY\`, \`NO_PROXY\` | Handed on to the nodes. |
| \`XDG_CACHE_HOME\` | Built node images are kept in its folder \`kind-ts\`; \`~/.cache\` unless set. |
| \`NO_COLOR\` | No colours. |
`;

/** The reference of every command and flag in Markdown, from the tree of commands itself. */
export function commandReference(program: Command): string {
  const flags = `## Flags of every command\n\n${flagTable(program.options)}`;
  return [introduction, flags, ...leaves(program).map((command) => section(command))].join('\n');
}

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function section(command: Command): string {
  const path = pathOf(command);
  const usage = [...path, command.usage()].join(' ');
  const flags = command.options.length === 0 ? '' : `\n${flagTable(command.options)}`;
  return `## ${path.join(' ')}\n\n${escapeCell(command.description())}.\n\n\`\`\`text\n${usage}\n\`\`\`\n${flags}`;
}

function pathOf(command: Command): string[] {
  return command.parent === null ? [command.name()] : [...pathOf(command.parent), command.name()];
}

function flagTable(options: readonly Option[]): string {
  const rows = options.map((option) => {
    const fallback =
      option.negate || option.defaultValue === undefined
        ? ''
        : `\`${option.defaultValueDescription ?? option.defaultValue}\``;
    return `| \`${option.flags}\` | ${escapeCell(meaning(option))} | ${fallback} |`;
  });
  return `| Flag | Meaning | Default |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function meaning({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(' or ')}`;
}

/** What Markdown would take for a tag or for the end of a cell. */
function escapeCell(text: string): string {
  return text.replace(/[<|]/g, '\\$&');
}
