import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { startNativeServer, type NativeServer } from '../../src/server/native-server.js';

/** What plays the part of Docker: its HTTP API, as far as testcontainers uses it for PostgreSQL, over servers without containers. */
export interface DockerStandIn extends AsyncDisposable {
  /** For `DOCKER_HOST`. */
  readonly host: string;
  /** What was asked for, in order: `POST /containers/create` … */
  readonly requests: readonly string[];
  /** The images of which containers were made, and the command each was given. */
  readonly created: readonly Created[];
  /** How many containers run now. */
  running(): number;
}

export interface Created {
  readonly image: string;
  readonly command: readonly string[];
}

interface ContainerRecord extends Created {
  readonly id: string;
  readonly environment: ReadonlyMap<string, string>;
  server: NativeServer | null;
}

/** The body of `POST /containers/create`. Source: Docker Engine API 1.47, ContainerCreate. */
interface CreateBody {
  readonly Image: string;
  readonly Env?: readonly string[];
  readonly Cmd?: readonly string[];
}

interface Call {
  readonly container: ContainerRecord | undefined;
  readonly body: string;
  readonly response: ServerResponse;
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

/** Opens the API on a port of 127.0.0.1. */
export async function openDockerStandIn(): Promise<DockerStandIn> {
  const containers = new Map<string, ContainerRecord>();
  const created: Created[] = [];
  const requests: string[] = [];
  const routes: readonly (readonly [RegExp, (call: Call) => Promise<void> | void])[] = [
    [/^GET \/_ping$/, ({ response }) => void response.end('OK')],
    [/^GET \/info$/, ({ response }) => json(response, { ServerVersion: '27.0.0', OperatingSystem: 'stand-in', OSType: 'linux', Architecture: 'x86_64', IndexServerAddress: 'https://index.docker.io/v1/' })],
    [/^GET \/version$/, ({ response }) => json(response, { Version: '27.0.0', ApiVersion: '1.47' })],
    [/^GET \/images\/.*\/json$/, ({ response }) => json(response, { Id: 'sha256:0', Config: { ExposedPorts: { '5432/tcp': {} } } })],
    [/^GET \/containers\/json$/, ({ response }) => json(response, [])],
    [/^POST \/containers\/create$/, ({ body, response }) => {
      const { Image: image, Env = [], Cmd: command = [] } = JSON.parse(body) as CreateBody;
      const id = String(containers.size + 1).repeat(64).slice(0, 64);
      const environment = new Map(Env.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
      containers.set(id, { id, image, command, environment, server: null });
      created.push({ image, command });
      json(response, { Id: id, Warnings: [] }, 201);
    }],
    [/^POST \/containers\/\w+\/start$/, async ({ container, response }) => {
      if (container !== undefined) await startServer(container);
      response.writeHead(204).end();
    }],
    [/^GET \/containers\/\w+\/json$/, ({ container, response }) => (container === undefined ? json(response, { message: 'No such container' }, 404) : json(response, inspect(container)))],
    [/^GET \/containers\/\w+\/logs$/, ({ response }) => void response.end()],
    [/^POST \/containers\/\w+\/exec$/, ({ response }) => json(response, { Id: 'exec' }, 201)],
    [/^POST \/exec\/exec\/start$/, ({ response }) => void response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' }).end()],
    [/^GET \/exec\/exec\/json$/, ({ response }) => json(response, { ExitCode: 0, Running: false })],
    [/^(POST \/containers\/\w+\/(stop|kill)|DELETE \/containers\/\w+)$/, async ({ container, response }) => {
      await container?.server?.stop();
      if (container !== undefined) container.server = null;
      response.writeHead(204).end();
    }],
  ];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '');
    const asked = `${request.method ?? ''} ${path}`;
    requests.push(asked);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const route = routes.find(([pattern]) => pattern.test(asked));
    const container = containers.get(/^\/containers\/(\w+)/.exec(path)?.[1] ?? '');
    if (route === undefined) return json(response, { message: `The stand-in does not know ${asked}` }, 501);
    await route[1]({ container, body: Buffer.concat(chunks).toString(), response });
  };
  const api = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => json(response, { message: String(error) }, 500));
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  return {
    host: `tcp://127.0.0.1:${(api.address() as AddressInfo).port}`,
    requests,
    created,
    running: () => [...containers.values()].filter(({ server }) => server !== null).length,
    async [Symbol.asyncDispose]() {
      for (const { server } of containers.values()) await server?.stop();
      api.closeAllConnections();
      await new Promise((resolve) => api.close(resolve));
    },
  };
}

/** As the image `postgres` does from its environment. */
async function startServer(container: ContainerRecord): Promise<void> {
  const { environment } = container;
  const [user = 'postgres', password = ''] = [environment.get('POSTGRES_USER'), environment.get('POSTGRES_PASSWORD')];
  container.server = await startNativeServer({ user, password });
  const client = new Client({ connectionString: container.server.url('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE "${environment.get('POSTGRES_DB') ?? user}"`);
  await client.end();
}

/** Source: Docker Engine API 1.47, ContainerInspect. */
const inspect = ({ id, image, environment, server }: ContainerRecord): object => ({
  Id: id,
  Name: `/stand-in-${id.slice(0, 6)}`,
  Config: { Image: image, Hostname: 'stand-in', Labels: {}, Env: [...environment].map(([name, value]) => `${name}=${value}`) },
  State: { Status: server === null ? 'created' : 'running', Running: server !== null, StartedAt: new Date().toISOString(), FinishedAt: '0001-01-01T00:00:00Z', Health: { Status: 'healthy' } },
  NetworkSettings: { Networks: {}, Ports: server === null ? {} : { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: String(server.port) }] } },
  HostConfig: { PortBindings: {} },
});
