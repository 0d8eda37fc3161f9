-- Deployments tell more of themselves: why they were asked for, when their commit was made, since when they were being put
-- back. The views are folded anew from the log when the server starts.
DELETE FROM view_rows;
UPDATE checkpoints SET position = 0 WHERE name = 'views';
