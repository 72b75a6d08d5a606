import { type Emulator, startEmulator } from "@rolecall/aws-emulator";
import { type DemoState, demoWorld } from "./demo-world.ts";

/** Where the replay's emulator listens, and the accounts that there are at the instant at which it stands. */
export type HistoryAnswer = { url: string; accounts: string[] };

/** The example's AWS as it is at present, and beside it, while its months are replayed, as it was at an instant. */
export type DemoEmulators = {
  /** Of the present, for as long as the instance runs. */
  url: string;
  /** Has the roles of both demand the External IDs that are known by now, and begins a replay. */
  startPast: () => Promise<HistoryAnswer>;
  pastAt: (at: string) => HistoryAnswer;
  stopPast: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the emulator of the present. All listen on 127.0.0.1 only. */
export async function startDemoEmulators(state: DemoState): Promise<DemoEmulators> {
  let present = await startEmulator({ world: demoWorld(state) });
  const { url, port } = present;
  let past: Emulator | undefined;

  const pastAt = (at: string): HistoryAnswer => {
    if (!past) throw new Error("The replay asks for a day, and has no emulator");
    past.setNow(new Date(at));
    return { url: past.url, accounts: [...past.state().accounts.keys()] };
  };
  const stopPast = async () => {
    const stopped = past;
    past = undefined;
    await stopped?.close();
  };

  return {
    url,
    pastAt,
    stopPast,
    startPast: async () => {
      await present.close();
      present = await startEmulator({ world: demoWorld(state), port });
      const clock = { mode: "fixed", now: new Date(state.endsAt) } as const;
      past = await startEmulator({ world: demoWorld(state), clock, options: { reportPolls: 0 } });
      return pastAt(state.endsAt);
    },
    stop: async () => {
      await stopPast();
      await present.close();
    },
  };
}
