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
        from steps in new[] { 0, 1, 9, PopcountTile.MostSteps }
        from windows in new[] { false, true }
        select new object[] { pixels, vectors, steps, windows };

    // Every buffer ends where memory ends, once, and begins where it begins, once: a byte too far ends the process.
    [TestMethod]
    [DynamicData(nameof(Tiles))]
    public void Tile_BuffersAtTheEndOfMemory_CountsAndTouchesNothingElse(
        int pixels, int vectors, int written, bool windows)
    {
        if (!X86Features.HasVpopcntq || OperatingSystem.IsWindows()) Assert.Inconclusive("Needs VPOPCNTQ and mmap.");
        var code = CodePage.Load(new PopcountTile(pixels, vectors, written, windows).Assemble());
        Assert.AreNotEqual(0, code);
        var entry = CodePage.Load(Watched(code, windows));
        for (var steps = written; steps <= (written == 0 ? 19 : written); steps++)
        {
            foreach (var (pixelTiles, filterTiles) in new[] { (1, 1), (3, 1), (1, 3), (2, 2) })
            {
                Count(entry, (pixels, vectors, steps), (pixelTiles, filterTiles), atEnd: true);
                Count(entry, (pixels, vectors, steps), (pixelTiles, filterTiles), atEnd: false);
            }
        }
    }

    private static void Count(
        nint entry, (int Pixels, int Vectors, int Steps) tile, (int Pixels, int Filters) tiles, bool atEnd)
    {
        var (pixels, steps) = (tile.Pixels * tiles.Pixels, tile.Steps);
        var (stride, filters) = (steps + 2, tile.Vectors * 8 * tiles.Filters);
        using var patches = new EdgeOfMemory(((pixels - 1) * stride) + steps, atEnd);
        using var weights = new EdgeOfMemory(filters * steps, atEnd);
        using var counts = new EdgeOfMemory(pixels * filters / 2, atEnd);
        var random = new Random((steps * 31) + pixels + filters);
        foreach (ref var word in patches.Words) word = (ulong)random.NextInt64() * 3;
        foreach (ref var word in weights.Words) word = (ulong)random.NextInt64() * 5;
        counts.Words.Fill(ulong.MaxValue);
        var call = new PopcountCall
        {
            Patches = patches.Pointer,
            Stride = stride * sizeof(ulong),
            Weights = weights.Pointer,
            Steps = steps,
            Counts = (int*)counts.Pointer,
            CountStride = filters * sizeof(int),
            PixelTiles = tiles.Pixels,
            FilterTiles = tiles.Filters,
        };
        var kept = ((delegate* unmanaged<PopcountCall*, long>)entry)(&call);
        Assert.AreEqual(0, kept, "A register that the caller keeps was changed.");
        for (var i = 0; i < pixels * filters; i++)
        {
            var (pixel, filter) = Math.DivRem(i, filters);
            var (filterTile, inTile) = Math.DivRem(filter, tile.Vectors * 8);
            var (vector, lane) = (((inTile / 16) * 2) + (inTile % 2), inTile % 16 / 2);
            var first = filterTile * tile.Vectors * 8 * steps;
            var expected = 0;
            for (var step = 0; step < steps; step++)
            {
                expected += BitOperations.PopCount(patches.Words[(pixel * stride) + step]
                    ^ weights.Words[first + (((step * tile.Vectors) + vector) * 8) + lane]);
            }

            Assert.AreEqual(expected, ((int*)counts.Pointer)[i], $"{steps} steps, pixel {pixel}, filter {filter}");
        }
    }

    // Windows wants rbx, rbp, rdi, rsi, r12 to r15 and xmm6 to xmm15 kept, other systems the first two and r12 to r15.
    [TestMethod]
    [DynamicData(nameof(Tiles))]
    public void Tile_Registers_AreThoseThatMayBeUsed(int pixels, int vectors, int written, bool windows)
    {
        var bytes = new PopcountTile(pixels, vectors, written, windows).Assemble();
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
        Register[] kept =
        [
            Register.RBX, Register.RBP, Register.R12, Register.R13, Register.R14, Register.R15,
            .. windows ? [Register.RDI, Register.RSI] : (Register[])[],
        ];
        foreach (var register in used.Intersect(kept)) Assert.Contains(register, pushed);
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

    // Takes its argument as elsewhere, calls as on Windows if asked to, and says which bits of the registers that the
    // callee has to keep were not kept.
    private static byte[] Watched(nint code, bool windows)
    {
        var adapter = new Assembler(64);
        (AssemblerRegister64 Register, int Value)[] watched =
        [
            (rbx, 0x1111), (rbp, 0x2222), (r12, 0x3333), (r13, 0x4444), (r14, 0x5555), (r15, 0x6666),
            .. windows ? [(rdi, 0x7777), (rsi, 0x0888)] : ((AssemblerRegister64, int)[])[],
        ];
        AssemblerRegister64[] own = [rbx, rbp, r12, r13, r14, r15];
        foreach (var register in own) adapter.push(register);
        adapter.sub(rsp, 40);
        if (windows) adapter.mov(rcx, rdi);
        foreach (var (register, value) in watched) adapter.mov(register, value);
        adapter.mov(rax, code);
        adapter.call(rax);
        adapter.xor(eax, eax);
        foreach (var (register, value) in watched)
        {
            adapter.xor(register, value);
            adapter.or(rax, register);
        }

        adapter.add(rsp, 40);
        foreach (var register in own.Reverse()) adapter.pop(register);
        adapter.ret();
        using var bytes = new MemoryStream();
        adapter.Assemble(new StreamCodeWriter(bytes), 0);
        return bytes.ToArray();
    }
}
