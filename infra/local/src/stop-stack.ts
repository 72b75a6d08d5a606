/** A part of an instance that has been started. */
export type Stoppable = { stop: () => Promise<void>; killNow?: () => void };

/** Thrown to a start that is under way when stopping begins. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export type StopStack = {
  /** Remembers a part; when stopping has begun already, stops it and throws. */
  add: <Part extends Stoppable>(part: Part) => Promise<Part>;
  /** Throws when stopping has begun. */
  check: () => void;
  /** Stops every part, the last one first. A second call waits for the same end. */
  stopAll: () => Promise<void>;
  /** Ends what is left without asking. */
  killAll: () => void;
};

export function makeStopStack(): StopStack {
  const parts: Stoppable[] = [];
  let stopping: Promise<void> | undefined;

  const stopInOrder = async () => {
    for (let part = parts.at(-1); part; part = parts.at(-1)) {
      await part.stop();
      parts.pop();
    }
  };

  return {
    add: async (part) => {
      if (stopping) {
        await part.stop();
        throw new Stopped();
      }
      parts.push(part);
      return part;
    },
    check: () => {
      if (stopping) throw new Stopped();
    },
    stopAll: () => {
      stopping ??= stopInOrder();
      return stopping;
    },
    killAll: () => {
      for (const part of parts) part.killNow?.();
    },
  };
}
