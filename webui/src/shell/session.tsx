/** Who is signed in. Without a session every address leads to sign-in, and from there back to where the reader wanted to go. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Spin } from 'antd';
import { createContext, use, useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import * as calls from '../api/calls';
import { Problem, signedOut } from '../api/client';
import type { Me, Role } from '../api/types';
import { Failure } from '../parts/states';
import { useWords } from '../text/language';

const SessionContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = use(SessionContext);
  if (!me) throw new Error('useMe needs a signed-in page');
  return me;
}

/** Whether the reader holds one of the roles; an administrator holds all but looks at the ledger as themselves. */
export function useRole(...roles: Role[]): boolean {
  const me = useMe();
  return me.roles.includes('admin') || roles.some((role) => me.roles.includes(role));
}

export function SessionGate() {
  const { suggest } = useWords();
  const location = useLocation();
  const cache = useQueryClient();
  const session = useQuery({ queryKey: ['me'], queryFn: calls.me, staleTime: 60_000 });

  useEffect(() => {
    signedOut.listener = () => void cache.invalidateQueries({ queryKey: ['me'] });
  }, [cache]);
  useEffect(() => suggest(session.data?.language), [session.data, suggest]);

  if (session.error instanceof Problem && session.error.status === 401) {
    const to = location.pathname + location.search;
    const expired = session.data ? { expired: true } : null;
    return <Navigate to={to === '/' ? '/signin' : `/signin?to=${encodeURIComponent(to)}`} state={expired} replace />;
  }
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <Outlet />
      </SessionContext>
    );
  }
  if (session.error) return <Failure problem={session.error} again={() => void session.refetch()} />;
  return <Spin size="large" style={{ display: 'grid', placeContent: 'center', minHeight: '100vh' }} />;
}
