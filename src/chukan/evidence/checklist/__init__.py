"""The requirements of the call as a checklist (要件確認表)."""
