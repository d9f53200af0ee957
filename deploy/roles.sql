-- 建立数据库角色和空数据库。以数据库超级用户执行一次：
--   sudo -u postgres psql -v owner_password=… -v app_password=… -v vault_password=… -v backup_password=… -f roles.sql
-- 密码请各不相同，可用 openssl rand -hex 24 生成。
\set ON_ERROR_STOP on
-- 所有者：只在安装和升级时使用，拥有全部表。
create role lianxin_owner login nosuperuser nobypassrls nocreaterole nocreatedb password :'owner_password';
-- 应用：网页和后台任务使用，受行级安全约束。
create role lianxin_app login nosuperuser nobypassrls nocreaterole nocreatedb password :'app_password';
-- 身份保险箱：只能读写密封的联系方式。
create role lianxin_vault login nosuperuser nobypassrls nocreaterole nocreatedb password :'vault_password';
-- 备份：只读，不受行级安全过滤，否则备份会缺行。
create role lianxin_backup login nosuperuser bypassrls nocreaterole nocreatedb password :'backup_password';
grant pg_read_all_data to lianxin_backup;
create database lianxin owner lianxin_owner template template0 encoding 'UTF8' locale 'C.UTF-8';
revoke all on database lianxin from public;
grant connect, temporary on database lianxin to lianxin_app, lianxin_vault;
grant connect on database lianxin to lianxin_backup;
