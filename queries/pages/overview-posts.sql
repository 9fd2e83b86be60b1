--+ terms: {leader: iri, post: zh}
SELECT DISTINCT leader.iri AS leader, act.post FROM posts act JOIN leaders leader ON leader.key = act.leader
WHERE act.post IS NOT NULL
  -- scope act.notice
ORDER BY leader.iri, act.post
