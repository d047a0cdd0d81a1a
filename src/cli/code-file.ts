import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag, deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

/** What V8 made of a module. */
export interface Code {
  /** Of the text that it was made of. */
  readonly checksum: number;
  readonly code: Uint8Array;
}

/** The code of modules by their paths. */
export type CodeByPath = ReadonlyMap<string, Code>;

/**
 * The file that keeps the code that a command of this installation loads: for no other version of Node or flag of V8, and for no other user. One file for all
 * commands would be read by each: it takes 12 MB when all have run, and 1 to 3 MB for one.
 */
export function codeFileOf(word: string): string {
  const command = basename(word);
  const isKnown = existsSync(join(__dirname, 'commands', `${command}.js`));
  const parts = [isKnown ? command : 'limbeck', process.version, cachedDataVersionTag().toString(16), crc32(__dirname).toString(16)];
  return join(process.env['NODE_COMPILE_CACHE'] ?? tmpdir(), `node-compile-cache-limbeck-${process.getuid?.() ?? 'user'}`, parts.join('-'));
}

/** What is kept in a file; nothing where it cannot be read, is not whole, or may be somebody else's: code that another wrote would run as this user. */
export function readCode(file: string): CodeByPath {
  try {
    const bytes = isOwn(dirname(file)) ? readFileSync(file) : Buffer.alloc(0);
    const body = bytes.subarray(checksumLength);
    return bytes.readUInt32LE() === crc32(body) ? (deserialize(body) as CodeByPath) : new Map();
  } catch {
    return new Map();
  }
}

/** A file begins with the checksum of the rest, since V8 does not look whether its code is whole. */
const checksumLength = 4;

/** Keeps code in a file. Where that cannot be, the next command takes its time as this one did. */
export function writeCode(file: string, code: CodeByPath): void {
  try {
    mkdirSync(dirname(dirname(file)), { recursive: true });
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!isOwn(dirname(file))) return;
    const body = serialize(code);
    const head = Buffer.alloc(checksumLength);
    head.writeUInt32LE(crc32(body));
    replaceFile(file, Buffer.concat([head, body]));
  } catch {
    // A disk that is full or read-only does not keep a command from doing what it is for.
  }
}

/** Who reads the file meanwhile has the former or the new one, whole. */
function replaceFile(file: string, bytes: Uint8Array): void {
  const whole = `${file}.${process.pid}`;
  try {
    writeFileSync(whole, bytes, { mode: 0o600 });
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw error;
  }
}

/**
 * Whether nobody else can have written into a folder. It stands right in that for temporary files, where nobody can put another in its place (the sticky bit of
 * `/tmp`); Windows has one for each user.
 */
function isOwn(folder: string): boolean {
  if (process.getuid === undefined) return true;
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid() && (found.mode & 0o022) === 0;
}
