import { sizedWorld, startEmulator } from "@rolecall/aws-emulator";
import { BENCH_NOW, type EmulatedSize, EXTERNAL_ID } from "./emulated-account.ts";

/** Serves one account in a process of its own, so that what it costs is not counted as the product's. */
const [, , awsAccountId = "", given = ""] = process.argv;
const { latencyMs, callsPerSecond, reportPolls = 0, ...size } = JSON.parse(given) as EmulatedSize;
const emulator = await startEmulator({
  world: sizedWorld({ ...size, startAt: BENCH_NOW, awsAccountId, readerRole: { externalId: EXTERNAL_ID } }),
  clock: { mode: "fixed", now: BENCH_NOW },
  options: {
    reportPolls,
    latencyMs,
    rateLimit: callsPerSecond === undefined ? null : { callsPerSecond, burst: callsPerSecond / 4 },
  },
});
process.on("message", (now: string) => {
  emulator.setNow(new Date(now));
  process.send?.("moved");
});
process.on("disconnect", () => process.exit(0));
process.send?.(emulator.url);
