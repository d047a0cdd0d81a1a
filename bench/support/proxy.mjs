// @ts-check
import { connect, createServer } from 'node:net';

/** @typedef {{ through(url: string): string, stop(): Promise<void> }} Proxy */

/**
 * A proxy on loopback before a server on `port`, that makes it as far away as a round trip of `roundTripMs` says: half of it each way. What is sent
 * meanwhile follows in its order and without a further wait, as over a long wire.
 *
 * @param {{ port: number, roundTripMs: number }} options
 * @returns {Promise<Proxy>}
 */
export async function startProxy({ port, roundTripMs }) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const proxy = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const { from, to } of [
      { from: near, to: far },
      { from: far, to: near },
    ]) {
      sockets.add(from);
      from.on('data', (data) => setTimeout(() => to.write(data), roundTripMs / 2));
      from.once('close', () => setTimeout(() => to.destroy(), roundTripMs / 2));
      from.on('error', () => to.destroy());
    }
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (proxy.address());
  return {
    through: (url) => url.replace(`127.0.0.1:${port}/`, `127.0.0.1:${address.port}/`),
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
