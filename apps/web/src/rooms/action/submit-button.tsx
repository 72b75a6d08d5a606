"use client";

import { Button, type ButtonProps } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import type { ReactNode } from "react";

/**
 * Submits a form once the page's script runs. Before that the browser would send the form itself, and what was typed
 * would be lost.
 */
export function SubmitButton({ children, ...button }: ButtonProps & { children: ReactNode }) {
  const mounted = useMounted();
  return (
    <Button type="submit" disabled={!mounted} {...button}>
      {children}
    </Button>
  );
}
