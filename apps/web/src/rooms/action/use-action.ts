"use client";

import { notifications } from "@mantine/notifications";
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { type Problem, problemOf } from "../../trpc/problem-of.ts";

type Notice = { title: string; message: string };

/** What follows an action. Unless it says otherwise, the page is read anew once the action has succeeded. */
type Follow<Data> = {
  /** Told in a notice after success. */
  done?: Notice | ((data: Data) => Notice);
  /** Title of the notice that names the problem. Without it the problem is shown in place, by whoever uses `problem`. */
  failed?: string;
  /** The page to go to after success. */
  goTo?: (data: Data) => string;
  /** The page is left as it is: whoever asked follows what was begun. */
  keepsPage?: true;
};

/** What one call of an action adds to that, such as closing its window. */
type Callbacks<Data> = { onDone?: (data: Data) => void; onRefused?: (problem: Problem) => void };

/** Something that a person can have done: with its progress and its problem. */
export type Action<Input, Data = unknown> = {
  run: (input: Input, callbacks?: Callbacks<Data>) => void;
  /** Also while the page that follows is on its way. */
  isBusy: boolean;
  problem: Problem | null;
  /** What the last call returned. */
  data: Data | undefined;
  /** Forgets the last call. */
  reset: () => void;
};

type Mutation<Input, Data> = Pick<UseMutationOptions<Data, never, Input>, "mutationFn" | "mutationKey">;

/**
 * A change that a button or a form asks for.
 *
 * @param mutation what is done: `useTRPC().scans.request.mutationOptions()`, or a function that makes several calls.
 */
export function useAction<Input, Data>(
  mutation: Mutation<Input, Data>,
  follow: Follow<Data> = {},
): Action<Input, Data> {
  const { done, failed, goTo, keepsPage = false } = follow;
  const router = useRouter();
  const [isMoving, startTransition] = useTransition();
  const { mutate, isPending, error, data, reset } = useMutation<Data, unknown, Input>({
    mutationFn: mutation.mutationFn,
    mutationKey: mutation.mutationKey,
    onSuccess: (result) => {
      if (done) notifications.show(typeof done === "function" ? done(result) : done);
      if (keepsPage) return;
      startTransition(() => {
        if (goTo) router.push(goTo(result));
        router.refresh();
      });
    },
    onError: (refusal) => {
      if (failed) notifications.show({ color: "red", title: failed, message: problemOf(refusal).message });
    },
  });
  return {
    run: (input, { onDone, onRefused } = {}) =>
      mutate(input, {
        onSuccess: (result) => onDone?.(result),
        onError: (refusal) => onRefused?.(problemOf(refusal)),
      }),
    isBusy: isPending || isMoving,
    problem: error === null ? null : problemOf(error),
    data,
    reset,
  };
}
