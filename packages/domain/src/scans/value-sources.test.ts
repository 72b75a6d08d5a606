import { describe, expect, test } from "vitest";
import type { ValueSource } from "../inventory/credential.ts";
import { INVENTORY } from "./resources.ts";
import { type KnownReadings, NO_READS, type OwnReads, sourcesOf } from "./value-sources.ts";

const at = (day: number) => new Date(Date.UTC(2026, 5, day, 6));
const told = (source: ValueSource["source"], day: number) => ({ source, observedAt: at(day) });

type Given = { readings: KnownReadings } & Partial<OwnReads>;

const IDENTITY = ["accessKeyId", "status", "createdAt"];
const USE = ["lastUsedAt", "lastUsedService", "lastUsedRegion"];

describe("a key's values come from", () => {
  test.each<[string, Given, ValueSource[]]>([
    [
      "the last scan that read them",
      { readings: { access_keys: told("live_api", 9), credential_report: told("credential_report", 8) } },
      [
        { fields: IDENTITY, source: "live_api", observedAt: at(9) },
        { fields: USE, source: "credential_report", observedAt: at(8) },
      ],
    ],
    [
      "nowhere yet, where they have never been read",
      { readings: {} },
      [
        { fields: IDENTITY, source: "live_api", observedAt: null },
        { fields: USE, source: "credential_report", observedAt: null },
      ],
    ],
    [
      "the user's own listing, confirmed by a later report",
      {
        readings: { access_keys: told("live_api", 9), credential_report: told("credential_report", 8) },
        keysReadAt: at(2),
      },
      [
        { fields: IDENTITY, source: "live_api", observedAt: at(2) },
        { fields: IDENTITY, source: "credential_report", observedAt: at(8) },
        { fields: USE, source: "credential_report", observedAt: at(8) },
      ],
    ],
    [
      "the user's own listing alone, where the report is older",
      { readings: { credential_report: told("credential_report", 1) }, keysReadAt: at(2) },
      [
        { fields: IDENTITY, source: "live_api", observedAt: at(2) },
        { fields: USE, source: "credential_report", observedAt: at(1) },
      ],
    ],
    [
      "the recheck of the user, where it is newer",
      {
        readings: { access_keys: told("live_api", 9), credential_report: told("credential_report", 8) },
        keysReadAt: at(10),
        recheckedAt: at(10),
      },
      [
        { fields: IDENTITY, source: "live_api", observedAt: at(10) },
        { fields: USE, source: "live_api", observedAt: at(10) },
      ],
    ],
    [
      "an upload",
      { readings: { access_keys: told("upload", 9), credential_report: told("upload", 9) }, recheckedAt: at(3) },
      [
        { fields: IDENTITY, source: "upload", observedAt: at(9) },
        { fields: USE, source: "upload", observedAt: at(9) },
      ],
    ],
  ])("%s", (_, { readings, ...reads }, expected) => {
    const sources = INVENTORY.access_key.tellings.flatMap((telling) =>
      sourcesOf(telling, readings, { ...NO_READS, ...reads }),
    );
    expect(sources).toEqual(expected);
  });
});
