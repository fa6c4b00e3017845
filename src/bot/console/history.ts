/** Where typed lines outlive the run. The owner keeps them, for example in a file. */
export interface LineHistory {
  /** Lines of earlier runs, oldest first. */
  load(): readonly string[];
  /** Keeps one more. */
  append(line: string): void;
}
