/** One line of JSON on standard error for a failure that nobody expected. Inputs are left out: they may hold secrets. */
export function logUnexpected(error: unknown, where: string | undefined): void {
  const cause = error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : { error };
  console.error(JSON.stringify({ level: "error", at: new Date().toISOString(), where: where ?? null, ...cause }));
}
