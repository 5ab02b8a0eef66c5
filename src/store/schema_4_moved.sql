-- Version 4, once the addresses are in their new table.
CREATE TRIGGER sites_changed AFTER UPDATE ON sites BEGIN DELETE FROM seals; DELETE FROM report_marks; END;
CREATE TRIGGER sites_removed AFTER DELETE ON sites BEGIN DELETE FROM seals; DELETE FROM report_marks; END;
CREATE TRIGGER reports_changed AFTER UPDATE ON reports BEGIN DELETE FROM seals; DELETE FROM report_marks; END;
CREATE TRIGGER reports_removed AFTER DELETE ON reports BEGIN DELETE FROM seals; DELETE FROM report_marks; END;
