"use client";

import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import type { Action } from "./use-action.ts";

type ActionButtonProps<Input> = ButtonProps & {
  action: Action<Input>;
  input: NoInfer<Input>;
  "aria-label"?: string;
  children: ReactNode;
};

/** Runs an action at once, and shows its progress. */
export function ActionButton<Input>({ action, input, ...button }: ActionButtonProps<Input>) {
  return <Button {...button} onClick={() => action.run(input)} loading={action.isBusy || button.loading} />;
}
