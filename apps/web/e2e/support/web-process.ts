import { readdirSync, readFileSync } from "node:fs";
import { instance } from "./instance.ts";

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** The process that serves the console, as its supervisor started it: with the limits of `npm start`. */
export function webProcess(): { pid: number; peakMb: number; heapLimitMb: number } {
  const { port } = new URL(instance.url);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const args = read(`/proc/${pid}/cmdline`).split("\0");
    if (!args.some((arg) => arg.endsWith("next/dist/bin/next")) || args[args.indexOf("--port") + 1] !== port) continue;
    const limit = args.find((arg) => arg.startsWith("--max-old-space-size="))?.split("=")[1];
    const peakKb = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1];
    return { pid: Number(pid), peakMb: Math.round(Number(peakKb) / 1024), heapLimitMb: Number(limit) };
  }
  throw new Error(`Nothing serves ${instance.url}`);
}
