using System.Numerics;
using System.Runtime.InteropServices;
using Iced.Intel;
using Microsoft.ML.Larq.Packed.Kernels.Emitted;
using static Iced.Intel.AssemblerRegisters;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>The machine code of tiles: what it computes, what it touches, and how it may be called.</summary>
[TestClass]
public unsafe class EmittedKernelTests
{
    public static IEnumerable<object[]> Tiles =>
        from pixels in new[] { 1, 2, 3, 4 }
        from vectors in new[] { 2, 4 }
        from windows in new[] { false, true }
        select new object[] { pixels, vectors, windows };

    // Every buffer ends where memory ends, once, and begins where it begins, once: a byte too far ends the process.
    [TestMethod]
    [DynamicData(nameof(Tiles))]
    public void Tile_BuffersAtTheEndOfMemory_CountsAndTouchesNothingElse(int pixels, int vectors, bool windows)
    {
        if (!X86Features.HasVpopcntq || OperatingSystem.IsWindows()) Assert.Inconclusive("Needs VPOPCNTQ and mmap.");
        var code = CodePage.Load(PopcountTile.Assemble(pixels, vectors, windows));
        Assert.AreNotEqual(0, code);
        var entry = windows ? CodePage.Load(CallAsOnWindows(code)) : code;
        for (var steps = 0; steps <= 19; steps++)
        {
            foreach (var atEnd in new[] { true, false })
            {
                var stride = steps + 2;
                using var patches = new EdgeOfMemory(((pixels - 1) * stride) + steps, atEnd);
                using var weights = new EdgeOfMemory(vectors * 8 * steps, atEnd);
                using var counts = new EdgeOfMemory(pixels * vectors * 4, atEnd);
                var random = new Random((steps * 31) + pixels + vectors);
                foreach (ref var word in patches.Words) word = (ulong)random.NextInt64() * 3;
                foreach (ref var word in weights.Words) word = (ulong)random.NextInt64() * 5;
                counts.Words.Fill(ulong.MaxValue);
                var kept = ((delegate* unmanaged<ulong*, nint, ulong*, nint, int*, long>)entry)(
                    patches.Pointer, stride * sizeof(ulong), weights.Pointer, steps, (int*)counts.Pointer);
                if (windows) Assert.AreEqual(0, kept, "A register that the caller keeps was changed.");
                for (var i = 0; i < pixels * vectors * 8; i++)
                {
                    var (pixel, filter) = Math.DivRem(i, vectors * 8);
                    var (vector, lane) = (((filter / 16) * 2) + (filter % 2), filter % 16 / 2);
                    var expected = 0;
                    for (var step = 0; step < steps; step++)
                    {
                        expected += BitOperations.PopCount(patches.Words[(pixel * stride) + step]
                            ^ weights.Words[(((vector * steps) + step) * 8) + lane]);
                    }

                    Assert.AreEqual(expected, ((int*)counts.Pointer)[i], $"{steps} steps, pixel {pixel}, {filter}");
                }
            }
        }
    }

    // Windows wants rbx, rbp, rdi, rsi, r12 to r15 and xmm6 to xmm15 kept, other systems the first two and r12 to r15.
    [TestMethod]
    [DynamicData(nameof(Tiles))]
    public void Tile_Registers_AreThoseThatMayBeUsed(int pixels, int vectors, bool windows)
    {
        var bytes = PopcountTile.Assemble(pixels, vectors, windows);
        var decoder = Decoder.Create(64, bytes);
        var used = new HashSet<Register>();
        var (pushed, popped) = (new List<Register>(), new List<Register>());
        var factory = new InstructionInfoFactory();
        while (decoder.IP < (ulong)bytes.Length)
        {
            var instruction = decoder.Decode();
            Assert.IsFalse(instruction.IsInvalid);
            if (instruction.Mnemonic == Mnemonic.Push) pushed.Add(instruction.Op0Register);
            else if (instruction.Mnemonic == Mnemonic.Pop) popped.Insert(0, instruction.Op0Register);
            else if (instruction.Mnemonic == Mnemonic.Vzeroupper) continue;
            foreach (var register in factory.GetInfo(in instruction).GetUsedRegisters())
            {
                if (register.Access is OpAccess.Write or OpAccess.ReadWrite or OpAccess.CondWrite)
                    used.Add(register.Register.GetFullRegister());
            }
        }

        CollectionAssert.AreEqual(pushed, popped);
        Register[] kept = windows ? [Register.RDI, Register.RSI] : [];
        foreach (var register in kept.Concat([Register.RBX, Register.RBP])) Assert.Contains(register, pushed);
        Assert.IsFalse(used.Any(register => register is >= Register.R12 and <= Register.R15), "r12 to r15");
        Assert.IsFalse(used.Any(register => register is >= Register.ZMM6 and <= Register.ZMM15), "xmm6 to xmm15");
    }

    [TestMethod]
    public void HasVpopcntq_OnLinux_IsWhatTheSystemSays()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Reads what Linux tells of the processor.");

        // Where ARM is emulated, the file tells of the processor underneath.
        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        var flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags")) ?? "";
        Assert.AreEqual(
            isX64 && flags.Split(' ').Contains("avx512_vpopcntdq"), X86Features.HasVpopcntq);
    }

    [TestMethod]
    public void Load_OnLinux_GivesPagesThatCannotBeWritten()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Reads what Linux tells of memory.");
        var code = CodePage.Load([0xC3]);
        var rights = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ', '-')).Single(
            parts => Convert.ToInt64(parts[0], 16) <= code && code < Convert.ToInt64(parts[1], 16))[2..4];
        Assert.AreEqual("r-xp", string.Join('-', rights));
    }

    // Takes arguments as elsewhere, calls as on Windows, and says which of the registers to be kept were not.
    private static byte[] CallAsOnWindows(nint code)
    {
        var adapter = new Assembler(64);
        adapter.push(rbx);
        adapter.push(rbp);
        adapter.sub(rsp, 40);
        adapter.mov(__[rsp + 32], r8);
        adapter.mov(r9, rcx);
        adapter.mov(r8, rdx);
        adapter.mov(rdx, rsi);
        adapter.mov(rcx, rdi);
        adapter.mov(rdi, 0x1111);
        adapter.mov(rsi, 0x2222);
        adapter.mov(rbx, 0x3333);
        adapter.mov(rbp, 0x4444);
        adapter.mov(rax, code);
        adapter.call(rax);
        adapter.xor(rdi, 0x1111);
        adapter.xor(rsi, 0x2222);
        adapter.xor(rbx, 0x3333);
        adapter.xor(rbp, 0x4444);
        adapter.mov(rax, rdi);
        adapter.or(rax, rsi);
        adapter.or(rax, rbx);
        adapter.or(rax, rbp);
        adapter.add(rsp, 40);
        adapter.pop(rbp);
        adapter.pop(rbx);
        adapter.ret();
        using var bytes = new MemoryStream();
        adapter.Assemble(new StreamCodeWriter(bytes), 0);
        return bytes.ToArray();
    }
}
