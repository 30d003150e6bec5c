namespace Microsoft.ML.Larq.Microcontrollers.Kernels;

/// <summary>Signs in words of 32: bit 1 is −1, a run starts at a word, unused bits are 0.</summary>
internal static class SignWords
{
    /// <summary>Words of a run.</summary>
    public static int Of(int run) => (run + CKernelSet.BitsAWord - 1) / CKernelSet.BitsAWord;

    /// <summary>Runs of signs, given number by number.</summary>
    /// <param name="runs">How many runs.</param>
    /// <param name="run">Signs of a run.</param>
    /// <param name="isMinus">Whether a sign is −1, by run and place in it.</param>
    public static uint[] Pack(int runs, int run, Func<int, int, bool> isMinus)
    {
        var words = new uint[checked(runs * Of(run))];
        for (var i = 0; i < runs; i++)
        {
            for (var j = 0; j < run; j++)
            {
                var (word, bit) = Math.DivRem(j, CKernelSet.BitsAWord);
                if (isMinus(i, j)) words[(i * Of(run)) + word] |= 1u << bit;
            }
        }

        return words;
    }
}
