export type LockHolder = { pid: number; identity: string } & Record<string, unknown>;
export type LockOptions = {
  about?: Record<string, unknown>;
  waitMs?: number;
  onWait?: (holder: LockHolder) => void;
};

export function processIdentity(pid: number): string | null;
export function readLock(file: string): { holder: LockHolder | null; text: string | null };
export function takeLock(
  file: string,
  options?: LockOptions,
): Promise<{ release: () => void; holder?: undefined } | { release?: undefined; holder: LockHolder }>;
