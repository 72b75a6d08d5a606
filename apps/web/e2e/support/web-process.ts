import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { instance } from "./instance.ts";

const orEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return "";
  }
};

const LISTENING = "0A";

/** The sockets that listen on a port, as /proc names them. */
function socketsOn(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = ["tcp", "tcp6"].flatMap((kind) => orEmpty(() => readFileSync(`/proc/net/${kind}`, "utf8")).split("\n"));
  const fields = lines.map((line) => line.trim().split(/\s+/));
  const listening = fields.filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTENING);
  return new Set(listening.map((line) => `socket:[${line[9]}]`));
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  const names = orEmpty(() => readdirSync(folder).join("\n")).split("\n");
  return names.some((name) => sockets.has(orEmpty(() => readlinkSync(`${folder}/${name}`))));
}

/** The process that serves the console, as its supervisor started it: with the limits of `npm start`. */
export function webProcess(): { pid: number; peakMb: number } {
  const sockets = socketsOn(Number(new URL(instance.url).port));
  const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsOneOf(name, sockets));
  if (!pid) throw new Error(`Nothing serves ${instance.url}`);
  const peakKb = /VmHWM:\s+(\d+) kB/.exec(orEmpty(() => readFileSync(`/proc/${pid}/status`, "utf8")))?.[1];
  return { pid: Number(pid), peakMb: Math.round(Number(peakKb) / 1024) };
}
