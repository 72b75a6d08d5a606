"use client";

import { Checkbox } from "@mantine/core";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

type Chosen = { id: string; name: string };
type Selection = {
  chosen: readonly Chosen[];
  set: (of: Chosen, isChosen: boolean) => void;
  clear: () => void;
};

const SelectionContext = createContext<Selection | null>(null);

/** What is chosen of the rows below, by anybody who asks. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const selection = useMemo(
    (): Selection => ({
      chosen,
      set: (of, isChosen) =>
        setChosen((before) => [...before.filter(({ id }) => id !== of.id), ...(isChosen ? [of] : [])]),
      clear: () => setChosen([]),
    }),
    [chosen],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** @throws Error outside of a SelectionProvider */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("Nothing can be chosen here: there is no SelectionProvider");
  return selection;
}

/** Chooses a row. */
export function SelectBox({ id, name }: Chosen) {
  const { chosen, set } = useSelection();
  return (
    <Checkbox
      aria-label={`Select ${name}`}
      checked={chosen.some((one) => one.id === id)}
      onChange={({ currentTarget }) => set({ id, name }, currentTarget.checked)}
    />
  );
}
