"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

type Selection = {
  /** The rows of the page that are chosen, in its order. */
  chosen: readonly string[];
  isChosen: (id: string) => boolean;
  choose: (ids: readonly string[], isChosen: boolean) => void;
};

const SelectionContext = createContext<Selection | null>(null);

/** Lets rows of a table be chosen: `ids` are those of the page, and what is gone from it is not chosen any more. */
export function SelectionProvider({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const chosen = ids.filter((id) => known.has(id));
  const choose = (changed: readonly string[], isChosen: boolean) =>
    setKnown((before) => {
      const after = new Set(before);
      for (const id of changed)
        if (isChosen) after.add(id);
        else after.delete(id);
      return after;
    });
  return <SelectionContext value={{ chosen, isChosen: (id) => known.has(id), choose }}>{children}</SelectionContext>;
}

/** @throws Error outside of a `SelectionProvider` */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("Rows are chosen within a SelectionProvider");
  return selection;
}
