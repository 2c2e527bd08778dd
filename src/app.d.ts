import type { Ctx } from '#kernel/context';

declare global {
  namespace App {
    interface Locals {
      ctx: Ctx;
      cookies?: string[];
    }
    interface Error {
      code?: string;
    }
  }
}

export {};
