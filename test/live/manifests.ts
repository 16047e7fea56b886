/** In every node image that `kind build node-image` makes. */
const image = 'localhost/kind-ts/busybox:1';

export const list = (...items: readonly object[]): object => ({ apiVersion: 'v1', kind: 'List', items });

export interface PodOptions {
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** A claim, mounted at /data. */
  readonly claim?: string;
}

/** A pod that runs a shell script once. */
export const pod = (name: string, script: string, { node, labels, claim }: PodOptions = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    nodeName: node,
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'main',
        image,
        command: ['/bin/sh', '-c', script],
        volumeMounts: claim ? [{ name: 'data', mountPath: '/data' }] : [],
      },
    ],
    volumes: claim ? [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] : [],
  },
});

/** A pod that answers HTTP on port 8080 with its own name, and ends at once when told to. */
export const webPod = (name: string, node: string): object =>
  pod(name, `mkdir /www; echo ${name} | tee /www/index.html; exec httpd -f -p 8080 -h /www`, {
    node,
    labels: { app: name },
  });

/** Port 80 of a Service for the pods with the label `app`; on every node too when `nodePort` is given. */
export const service = (name: string, app: string, nodePort?: number): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: {
    type: nodePort === undefined ? 'ClusterIP' : 'NodePort',
    selector: { app },
    ports: [{ port: 80, targetPort: 8080, nodePort }],
  },
});

export const claim = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '16Mi' } } },
});
