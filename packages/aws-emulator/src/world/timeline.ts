import type { World, WorldEvent, WorldState } from "./model.ts";

/** `fixed` stands still until it is set; `wall` follows the machine's clock. */
export type EmulatorClock = { mode: "wall" } | { mode: "fixed"; now: Date };

export type SkippedEvent = { event: WorldEvent; error: unknown };

/** A world and the instant it is at. Every reading of the state first brings it up to the clock. */
export class Timeline {
  readonly #world: World;
  readonly #onRebuild: () => void;
  readonly skippedEvents: SkippedEvent[] = [];
  #clock: EmulatorClock;
  #state: WorldState;
  #appliedUntilMs = Number.NEGATIVE_INFINITY;
  #nextEvent = 0;

  /** @param onRebuild called when the clock was turned back, as what was written after that instant is then gone. */
  constructor(world: World, clock: EmulatorClock, onRebuild: () => void) {
    this.#world = world;
    this.#clock = clock;
    this.#onRebuild = onRebuild;
    this.#state = world.initial();
    this.#advance();
  }

  now(): Date {
    return this.#clock.mode === "fixed" ? new Date(this.#clock.now) : new Date();
  }

  state(): WorldState {
    this.#advance();
    return this.#state;
  }

  /** Forward applies the events in between; backward rebuilds the state, which drops what was written over the API. */
  set(clock: EmulatorClock): void {
    this.#clock = clock;
    if (this.now().getTime() < this.#appliedUntilMs) {
      this.#state = this.#world.initial();
      this.#appliedUntilMs = Number.NEGATIVE_INFINITY;
      this.#nextEvent = 0;
      this.#onRebuild();
    }
    this.#advance();
  }

  #advance(): void {
    const nowMs = this.now().getTime();
    for (;;) {
      const event = this.#world.events[this.#nextEvent];
      if (!event || event.at.getTime() > nowMs) break;
      this.#nextEvent += 1;
      this.#apply(event);
    }
    this.#appliedUntilMs = Math.max(nowMs, this.#appliedUntilMs);
  }

  /** An event may name something that was deleted over the API since: the world goes on without it, and it can be seen. */
  #apply(event: WorldEvent): void {
    try {
      event.apply(this.#state);
    } catch (error) {
      this.skippedEvents.push({ event, error });
    }
  }
}
