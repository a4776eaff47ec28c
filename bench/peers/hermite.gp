/* PARI/GP: E tanh(g) h_r(g) by intnum.  Reads `odd` (a list of odd r), `terms`, `decimals`, `repetitions` defined before.
   Prints  coefficient;r;setting;ms;value;error  and  vector;setting;ms;error;value;value;...
   The values are those of the timed call; their error is estimated as a user would, against twice the nodes (m = 1).
   tanh h_r is even for odd r, so the half line serves single coefficients; constants are made outside the timings. */
default(realprecision, decimals);
C = 1/sqrt(2*Pi); S = 1/sqrt(2);
scale = vector(max(terms, vecmax(odd)), r, C/sqrt(r!*2^r));
f(r, x) = tanh(x)*polhermite(r, x*S)*exp(-x^2/2)*scale[r];
F(x) = { my(v = vector(terms), a, b, c); a = tanh(x)*exp(-x^2/2); v[1] = a; b = a*x; v[2] = b;
         for (k = 2, terms-1, c = x*b-(k-1)*a; v[k+1] = c; a = b; b = c); v };
normal(v) = vector(terms, k, v[k]*C/sqrt((k-1)!));

settings = ["[-oo,1]..[oo,1]", "[-oo,4]..[oo,4]", "2*(0..[oo,1])", "2*(0..[oo,4])"];
single(r, s, m) = {
  if (s == 1, intnum(x=[-oo,1], [oo,1], f(r,x), m), s == 2, intnum(x=[-oo,4], [oo,4], f(r,x), m),
      s == 3, 2*intnum(x=0, [oo,1], f(r,x), m), 2*intnum(x=0, [oo,4], f(r,x), m)) };
whole(s, m) = if (s == 1, intnum(x=[-oo,1], [oo,1], F(x), m), intnum(x=[-oo,4], [oo,4], F(x), m));

milliseconds(todo) = { my(start = getwalltime()); for (i = 1, repetitions, todo()); (getwalltime()-start)*1./repetitions };
{ foreach (odd, r, for (s = 1, 4, my(v = single(r, s, 0), w = single(r, s, 1), t = milliseconds(()->single(r, s, 0)));
    print("coefficient;", r, ";", settings[s], ";", precision(t, 19), ";", v, ";", abs(v-w)))) };
{ if (terms > 2, for (s = 1, 2, my(v = normal(whole(s, 0)), w = normal(whole(s, 1)), t = milliseconds(()->whole(s, 0)));
    print1("vector;", settings[s], ";", precision(t, 19), ";", vecmax(abs(v-w))); for (k = 1, terms, print1(";", v[k])); print())) };
