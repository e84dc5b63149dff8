// The script that turns fresh namespaces into a machine: an overlay over this file system, devices, and systemd as first process.

/** What is mounted here is seen inside alone. `$1`: the machine's name; `$2`: the folder with these sources. */
export function bootScript(controlGroups: 1 | 2): string {
  return `
mount --make-rprivate /
base=/mnt
mount -t tmpfs -o mode=0755 stile-machine $base
mkdir $base/upper $base/work $base/root
# Homes are empty: what lies in those of this machine is no business of that one.
mknod $base/upper/root c 0 0
mknod $base/upper/home c 0 0
mount -t overlay -o lowerdir=/,upperdir=$base/upper,workdir=$base/work stile-machine $base/root
cd $base/root
mkdir -m 0700 root
mkdir home
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=0755 stile-machine run
mount -t tmpfs -o mode=1777 stile-machine tmp
mount -t tmpfs -o mode=1777 stile-machine var/tmp
mkdir -p run/machine/upper run/lock
mount --bind $base/upper run/machine/upper
mount -t tmpfs -o mode=0755 stile-machine dev
for device in null zero full random urandom tty; do : >dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
mount -t tmpfs -o mode=1777 stile-machine dev/shm
ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin; ln -s fd/1 dev/stdout; ln -s fd/2 dev/stderr
${controlGroups === 2 ? 'mount -t cgroup2 cgroup sys/fs/cgroup' : legacyControlGroups}
name=$1; shift
mkdir -p opt/sources; mount --rbind "$1" opt/sources
hostname "$name"
rm -f etc/hostname; echo "$name" >etc/hostname
ip link set lo up
# Whatever of the product is on this machine is not on that one.
for name in stile stile-ems stile-gateway; do rm -rf etc/$name var/lib/$name usr/lib/$name; done
rm -rf opt/Stile
# Names come from the hosts file, and there is nobody else's service.
rm -f etc/resolv.conf etc/hosts etc/machine-id usr/sbin/policy-rc.d
printf '127.0.0.1 localhost\\n::1 localhost\\n' >etc/hosts
echo 'nameserver 127.0.0.1' >etc/resolv.conf
: >etc/machine-id
rm -rf var/log/journal
# Nobody signs in here, and no disk is anybody's business.
for unit in systemd-logind.service getty.target systemd-remount-fs.service systemd-modules-load.service systemd-sysctl.service; do
  ln -sf /dev/null etc/systemd/system/$unit
done
exec env -i container=stile PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . ${systemd} --system --unit=basic.target --show-status=no --log-level=warning --log-target=console
`;
}

const systemd = '/lib/systemd/systemd';

/** Where the machine below still has the first version, systemd needs no more than its own hierarchy. */
const legacyControlGroups = `mount -t tmpfs -o mode=0755 stile-machine sys/fs/cgroup
mkdir sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd,xattr cgroup sys/fs/cgroup/systemd`;
