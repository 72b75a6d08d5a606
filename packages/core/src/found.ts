import { AppError } from "@rolecall/domain";

/** The row, if there is one. @throws AppError NOT_FOUND */
export const found = <T>(row: T | null, what: string): T => {
  if (row === null) throw new AppError("NOT_FOUND", `No such ${what}`);
  return row;
};
