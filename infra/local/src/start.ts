import { explainError } from "@rolecall/embedded-postgres";
import { readSettings } from "./env.ts";
import { makeProgress } from "./progress.ts";
import { Stopped } from "./stop-stack.ts";
import { type Instance, makeSupervisor } from "./supervisor.ts";

/** npm and the terminal may each pass on one and the same Ctrl-C. */
const SAME_SIGNAL_MS = 1000;

const progress = makeProgress((text) => process.stdout.write(text));
// A terminal that is gone must not keep the parts from being stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

async function main(): Promise<void> {
  const settings = readSettings();
  let isBroken = false;
  const supervisor = makeSupervisor(settings, progress, (reason) => {
    isBroken = true;
    process.stderr.write(`${reason}\n`);
    void end(1);
  });

  let firstSignalAt: number | null = null;
  const end = async (exitCode: number) => {
    await supervisor.stop();
    process.exit(exitCode);
  };
  const onSignal = () => {
    const isRepeat = firstSignalAt !== null && Date.now() - firstSignalAt < SAME_SIGNAL_MS;
    if (isRepeat) return;
    if (firstSignalAt !== null) {
      supervisor.killAll();
      process.exit(130);
    }
    firstSignalAt = Date.now();
    progress.line("stopping");
    void end(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  process.on("disconnect", onSignal);

  try {
    const instance = await supervisor.start();
    const { demo } = instance;
    if (demo) await progress.step("example", () => demo.load(instance, progress.line));
    progress.line(describe(instance));
  } catch (error) {
    if (error instanceof Stopped || isBroken || firstSignalAt !== null) return;
    process.stderr.write(`${explainError(error)}\n`);
    await end(1);
  }
}

function describe({ url, demo }: Instance): string {
  const signIn = demo
    ? demo.signIn
    : "make the first sign-in with: npm run admin -- tenant create --name Acme --email owner@acme.test";
  return `ready        ${url}\n\n  ${signIn}\n  Ctrl-C stops everything.`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
}
