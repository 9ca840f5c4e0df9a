// What the browser keeps of lessons: a code of answers for each of them.

type MemoryCall = Mounted<{ codes: Record<string, string> }, HTMLElement & { __told?: boolean }>;
