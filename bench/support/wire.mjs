// @ts-check
/**
 * Counts what this process and its servers say to each other, for any client library: its sockets are watched from the moment they connect.
 *
 * A round trip is a wait: something is sent after something came back. What is sent without waiting for an answer belongs to the same one.
 */
import { Socket } from 'node:net';

/** @typedef {{ roundTrips: number, bytesOut: number, bytesIn: number }} Traffic */

/** @type {Set<Socket>} */
const sockets = new Set();
let roundTrips = 0;

/** From now on, every connection that this process opens is counted. */
export function watchConnections() {
  const { connect } = Socket.prototype;
  /** @this {Socket} */
  Socket.prototype.connect = /** @type {typeof connect} */ (
    function (/** @type {any[]} */ ...args) {
      const connecting = connect.apply(this, /** @type {any} */ (args));
      watch(this);
      return connecting;
    }
  );
}

/** Once it connects: `connect` puts the method `write` back as it was (Node 20, lib/net.js, Socket.prototype.connect). @param {Socket} socket */
function watch(socket) {
  sockets.add(socket);
  const { write } = socket;
  let read = -1;
  socket.write = /** @type {typeof write} */ (
    (/** @type {any[]} */ ...args) => {
      if (socket.bytesRead !== read) roundTrips += 1;
      read = socket.bytesRead;
      return write.apply(socket, /** @type {any} */ (args));
    }
  );
}

/**
 * All traffic until now.
 *
 * @returns {Traffic}
 */
export function trafficUntilNow() {
  const sum = (/** @type {'bytesRead' | 'bytesWritten'} */ what) => [...sockets].reduce((total, socket) => total + socket[what], 0);
  return { roundTrips, bytesOut: sum('bytesWritten'), bytesIn: sum('bytesRead') };
}

/**
 * @param {Traffic} before
 * @param {Traffic} after
 * @returns {Traffic}
 */
export function trafficBetween(before, after) {
  return { roundTrips: after.roundTrips - before.roundTrips, bytesOut: after.bytesOut - before.bytesOut, bytesIn: after.bytesIn - before.bytesIn };
}
