import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UsagePattern } from "./model.ts";
import { lastUse, lastUseByService } from "./usage.ts";

const at = (text: string) => new Date(text);
const daily: UsagePattern = {
  firstAt: at("2026-01-01T00:00:00Z"),
  until: null,
  everyHours: 24,
  jitterSeed: 5,
  services: [
    { service: "s3", region: "eu-west-1" },
    { service: "iam", region: "N/A" },
  ],
};

describe("lastUse", () => {
  it("is null before the first use and without patterns", () => {
    expect(lastUse([daily], at("2025-12-31T23:59:59Z"))).toBeNull();
    expect(lastUse([], at("2026-02-01T00:00:00Z"))).toBeNull();
  });

  it("is the first use at its very instant", () => {
    expect(lastUse([daily], daily.firstAt)).toEqual({ at: daily.firstAt, service: "s3", region: "eu-west-1" });
  });

  it("calls the services in turn", () => {
    const services = [3, 4, 5].map((day) => lastUse([daily], at(`2026-01-0${day}T12:00:00Z`))?.service);
    expect(services).toEqual(["s3", "iam", "s3"]);
  });

  it("stays at the last use before the end", () => {
    const ended = { ...daily, until: at("2026-01-10T12:00:00Z") };
    expect(lastUse([ended], at("2026-06-01T00:00:00Z"))).toEqual(lastUse([daily], ended.until));
  });

  it("uses once if there is no rhythm", () => {
    const once = { ...daily, everyHours: Number.POSITIVE_INFINITY };
    expect(lastUse([once], at("2030-01-01T00:00:00Z"))?.at).toEqual(daily.firstAt);
  });

  it("takes the latest of several patterns", () => {
    const later = { ...daily, firstAt: at("2026-03-01T00:00:00Z"), everyHours: Number.NaN, services: [] };
    const ended = { ...daily, until: at("2026-02-01T00:00:00Z") };
    expect(lastUse([later, ended], at("2026-03-02T00:00:00Z"))).toEqual({
      at: later.firstAt,
      service: "N/A",
      region: "N/A",
    });
  });

  it("never lies in the future, after the end, or further back than a rhythm and its delay; and never goes back", () => {
    const hour = fc.integer({ min: 0, max: 50_000 });
    fc.assert(
      fc.property(
        hour,
        hour,
        fc.integer({ min: 1, max: 400 }),
        fc.integer(),
        hour,
        (nowHours, untilHours, everyHours, jitterSeed, laterHours) => {
          const after = (hours: number) => new Date(daily.firstAt.getTime() + hours * 3_600_000);
          const pattern = { ...daily, everyHours, jitterSeed, until: after(untilHours) };
          const limit = Math.min(nowHours, untilHours);
          const used = lastUse([pattern], after(nowHours))!.at;
          const idleHours = (after(limit).getTime() - used.getTime()) / 3_600_000;
          expect(idleHours).toBeGreaterThanOrEqual(0);
          expect(idleHours).toBeLessThan(everyHours * 1.1 + 0.001);
          expect(lastUse([pattern], after(nowHours + laterHours))!.at.getTime()).toBeGreaterThanOrEqual(used.getTime());
        },
      ),
    );
  });
});

describe("lastUseByService", () => {
  it("gives the last use of each service, over all patterns", () => {
    const once: UsagePattern = {
      ...daily,
      everyHours: 0,
      firstAt: at("2026-01-04T18:00:00Z"),
      services: [{ service: "s3", region: "us-east-1" }],
    };
    const uses = lastUseByService([daily, once], at("2026-01-05T12:00:00Z"));
    expect([...uses.keys()].sort()).toEqual(["iam", "s3"]);
    expect(uses.get("s3")).toEqual(lastUse([daily], at("2026-01-05T12:00:00Z")));
    expect(uses.get("iam")!.at).toEqual(lastUse([daily], at("2026-01-04T12:00:00Z"))!.at);
    const before = lastUseByService([daily, once], at("2026-01-04T20:00:00Z"));
    expect(before.get("s3")).toEqual({ at: once.firstAt, service: "s3", region: "us-east-1" });
  });

  it("knows only services that were called already", () => {
    expect([...lastUseByService([daily], daily.firstAt).keys()]).toEqual(["s3"]);
    expect(lastUseByService([daily], at("2025-01-01T00:00:00Z")).size).toBe(0);
  });
});
