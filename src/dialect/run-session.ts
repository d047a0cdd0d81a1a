/** How patient the session of a run is, in milliseconds; `0`: as the server, the role or the connection says. */
export interface SessionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** The session of a run, as it is while its limits hold. */
export interface RunSession {
  /** The server's number of it. */
  readonly pid: number;
  /** How long a statement waits for a lock before the server refuses it, in milliseconds; `0`: for ever. */
  readonly lockTimeoutMs: number;
}

