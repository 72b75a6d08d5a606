import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createFairTurns } from "./fair-turns.ts";

/** Work whose end the test decides. */
function makeWork() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, work, end };
}

const FEW = { atOnce: 3, atOncePerKey: 2, waitingPerKey: 3, waitMs: 10_000 };

test("one key has its part of the places at most, and another one is served beside it at once", async () => {
  const inTurn = createFairTurns(FEW);
  const { begun, work } = makeWork();
  for (const name of ["a1", "a2", "a3"]) void inTurn("a", work(name));
  void inTurn("b", work("b1"));
  expect(begun).toEqual(["a1", "a2", "b1"]);
});

test("what waits is begun in turns, each key in its order", async () => {
  const inTurn = createFairTurns({ ...FEW, atOnce: 1, waitingPerKey: 10 });
  const { begun, work, end } = makeWork();
  for (const name of ["a1", "a2", "a3", "a4"]) void inTurn("a", work(name));
  for (const name of ["b1", "b2"]) void inTurn("b", work(name));
  void inTurn("c", work("c1"));
  for (const name of ["a1", "a2", "b1", "c1", "a3", "b2"]) await end(name);
  expect(begun).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
});

test("a place comes free also where the work fails", async () => {
  const inTurn = createFairTurns({ ...FEW, atOnce: 1 });
  await expect(inTurn("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await inTurn("a", async () => "served")).toBe("served");
});

test("who has too much waiting is told so, and who waits too long", async () => {
  vi.useFakeTimers();
  try {
    const inTurn = createFairTurns({ ...FEW, atOncePerKey: 1, waitMs: 500 });
    const { work } = makeWork();
    void inTurn("a", work("a1"));
    const waiting = ["a2", "a3", "a4"].map((name) => inTurn("a", work(name)).catch((error: unknown) => error));
    await expect(inTurn("a", work("a5"))).rejects.toMatchObject({ code: "TOO_MANY" });
    vi.advanceTimersByTime(500);
    expect(await Promise.all(waiting)).toMatchObject(waiting.map(() => ({ code: "TOO_MANY" })));
  } finally {
    vi.useRealTimers();
  }
});

test("whatever is asked in whatever order: the bounds hold, everything is served, and no place is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.boolean(), fc.nat(3)), { maxLength: 40 }),
      async (asked) => {
        const inTurn = createFairTurns({ ...FEW, waitingPerKey: 100 });
        const running = new Map<string, number>();
        const total = () => [...running.values()].reduce((sum, count) => sum + count, 0);
        const results = await Promise.allSettled(
          asked.map(([key, fails, turns]) =>
            inTurn(key, async () => {
              running.set(key, (running.get(key) ?? 0) + 1);
              expect(running.get(key)).toBeLessThanOrEqual(FEW.atOncePerKey);
              expect(total()).toBeLessThanOrEqual(FEW.atOnce);
              for (let turn = 0; turn < turns; turn++) await Promise.resolve();
              running.set(key, (running.get(key) ?? 0) - 1);
              if (fails) throw new Error("as asked");
            }),
          ),
        );
        expect(results.map(({ status }) => status)).toEqual(
          asked.map(([, fails]) => (fails ? "rejected" : "fulfilled")),
        );
        expect(await Promise.all(["a", "e", "f"].map((key) => inTurn(key, async () => key)))).toEqual(["a", "e", "f"]);
      },
    ),
  );
});
