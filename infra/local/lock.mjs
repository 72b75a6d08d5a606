import { execFileSync } from "node:child_process";
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A lock file that nobody finished writing belongs to a process that died; younger ones are given this time. */
const UNFINISHED_LOCK_RETRIES = 20;
const RETRY_MS = 100;

/**
 * A text that tells one life of a process from another with the same number, or null when it is not running.
 * Containers reuse process numbers soon, so that the number alone proves nothing.
 */
export function processIdentity(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return null;
  }
  return process.platform === "linux" ? linuxIdentity(pid) : otherIdentity(pid);
}

/** Start time in clock ticks since boot: field 22 of /proc/<pid>/stat, counted after the name in parentheses. */
function linuxIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isDead = fields[0] === "Z" || fields[0] === "X";
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return isDead ? null : `${boot}/${fields[19]}`;
  } catch {
    return null;
  }
}

function otherIdentity(pid) {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

/** The live process that holds the lock file, as it described itself, or null; and the file's text. */
export function readLock(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return { holder: null, text: null };
  }
  try {
    const holder = JSON.parse(text);
    return { holder: processIdentity(holder.pid) === holder.identity ? holder : null, text };
  } catch {
    return { holder: null, text };
  }
}

/**
 * Takes the lock file, or waits for the one who holds it. A lock whose process is gone is taken over.
 *
 * @param options.about what to tell others about this process, such as its port
 * @param options.waitMs how long to wait for a live holder; 0 = not at all
 * @param options.onWait called once, with the holder, when waiting begins
 * @returns {{release: () => void} | {holder: object}} the lock, or the holder who did not let go in time
 */
export async function takeLock(file, { about = {}, waitMs = 0, onWait = () => {} } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + waitMs;
  let unfinished = 0;
  let waiting = null;
  while (!tryCreate(file, about)) {
    const { holder, text } = readLock(file);
    if (holder && Date.now() >= deadline) return { holder };
    if (holder && !waiting) onWait(holder);
    waiting = holder;
    const isBeingWritten = text === "" && unfinished++ < UNFINISHED_LOCK_RETRIES;
    if (holder || isBeingWritten) await sleep(RETRY_MS);
    else if (text !== null) removeStale(file, text);
  }
  return { release: () => rmSync(file, { force: true }) };
}

function tryCreate(file, about) {
  let descriptor;
  try {
    descriptor = openSync(file, "wx", 0o644);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeSync(descriptor, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), ...about }));
  closeSync(descriptor);
  return true;
}

/** Moves the stale file away first: another process may have replaced it by its own since it was read. */
function removeStale(file, staleText) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== staleText) linkSync(aside, file);
  } catch {
    // Another process was faster: the next round sees what it left.
  }
  rmSync(aside, { force: true });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
