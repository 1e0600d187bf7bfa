"""Collections whose items have a life: tools with an authorization, challenges, sprints, and what an office adds."""
