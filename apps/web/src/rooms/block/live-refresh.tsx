"use client";

import { useInterval } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useTransition } from "react";

/**
 * Reads the page anew every second, for as long as the server renders it: pages include it only while something is in
 * motion. A slow answer is waited for, so that requests never pile up, and a hidden tab rests.
 */
export function LiveRefresh({ everyMs = 1000 }: { everyMs?: number }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  useInterval(
    () => {
      if (!pending && document.visibilityState === "visible") startTransition(() => router.refresh());
    },
    everyMs,
    { autoInvoke: true },
  );
  return null;
}
