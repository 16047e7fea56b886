export interface NodeService {
  readonly name: string;
  readonly description: string;
  /** Absolute. */
  readonly programPath: string;
  /** Its text. It tells systemd when it is ready, and is started again when it ends. */
  readonly program: string;
}

/** The files of a program that a node runs at every boot, before its kubelet. */
export function nodeServiceFiles({ name, description, programPath, program }: NodeService) {
  const unitPath = `/etc/systemd/system/${name}`;
  const unit = `[Unit]
Description=${description}
Before=kubelet.service
After=network.target

[Service]
Type=notify
NotifyAccess=all
ExecStart=${programPath}
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
`;
  return [
    { path: programPath, content: program, mode: 0o755 },
    { path: unitPath, content: unit },
    { path: `/etc/systemd/system/multi-user.target.wants/${name}`, content: '', linkTo: unitPath },
  ];
}
