/** What a form answers that is sent without a session. */
export type EntryAnswer = { ok: true } | { ok: false; problem: string | null; fields: Record<string, string> };
